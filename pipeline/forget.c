#include "pipeline/forget.h"

enum rc
file_forget(struct store *s, int64_t file_id, struct err *e)
{
	static const enum query queries[] = {
		Q_RETRY_OUTBOX,
		Q_RETRY_HOLDS,
		Q_RETRY_KEYS,
		Q_STAGED_FINDINGS_DELETE,
		Q_STAGED_RECURRENCE_DELETE,
		Q_STAGED_CHANGES_DELETE,
		Q_STAGED_CHANGE_LINES_DELETE,
		Q_STAGED_LINES_DELETE,
		Q_STAGED_ORDERS_DELETE,
		Q_STAGED_CONFIRMATIONS_DELETE,
		Q_STAGED_RECEIPTS_DELETE,
		Q_STAGED_BANK_ENTRIES_DELETE,
		Q_STAGED_BANK_ENTRIES_DELETE,
		Q_STAGED_MESSAGES_DELETE,
		Q_STAGED_INTERCHANGES_DELETE,
	};

	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		if (store_exec(s, queries[i], NULL, e, "i", file_id) != RC_OK)
			return (e->rc);
	return (RC_OK);
}
