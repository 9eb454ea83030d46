/* pay: what the banks told becomes payments, and they go to the orders that
 * wait for them, before those are charged. */
#include "pipeline/payment.h"

enum rc
stage_pay(struct night *n, struct err *e)
{
	return (payments_from_banks(n, e));
}
