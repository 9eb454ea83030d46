#include "pipeline/forget.h"

static enum rc
delete_all(struct store *s, const enum query *queries, size_t n,
    int64_t file_id, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (store_exec(s, queries[i], NULL, e, "i", file_id) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

enum rc
file_forget_staged(struct store *s, int64_t file_id, struct err *e)
{
	static const enum query queries[] = {
		Q_STAGED_FINDINGS_DELETE,
		Q_STAGED_RECURRENCE_DELETE,
		Q_STAGED_CHANGES_DELETE,
		Q_STAGED_CHANGE_LINES_DELETE,
		Q_STAGED_LINES_DELETE,
		Q_STAGED_ORDERS_DELETE,
		Q_STAGED_CONFIRMATIONS_DELETE,
		Q_STAGED_RECEIPTS_DELETE,
		Q_STAGED_BANK_ENTRIES_DELETE,
		Q_STAGED_MESSAGES_DELETE,
		Q_STAGED_INTERCHANGES_DELETE,
	};

	return (delete_all(s, queries, sizeof(queries) / sizeof(queries[0]),
	    file_id, e));
}

enum rc
file_forget(struct store *s, int64_t file_id, struct err *e)
{
	static const enum query queries[] = {
		Q_RETRY_OUTBOX,
		Q_RETRY_HOLDS,
		Q_RETRY_KEYS,
	};

	if (delete_all(s, queries, sizeof(queries) / sizeof(queries[0]),
		file_id, e) != RC_OK)
		return (e->rc);
	return (file_forget_staged(s, file_id, e));
}
