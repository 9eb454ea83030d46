/*
 * receipt -- what partners say of the documents that they got from us: X12
 * TA1, 997, 999; EDIFACT CONTRL; UBL ApplicationResponse; cXML Response.
 *
 * The parsers give each as a row; here it finds its document in the outbox, by
 * control number (of the group, else of the interchange) or by the id that the
 * document bears, and leaves its verdict there.  Of several the worst holds,
 * until the document is sent again.  A row is settled once, in the transaction
 * that writes its verdict, so the same receipt twice and a run that is taken
 * up again change nothing.  One that belongs to nothing is reported.
 */
#ifndef PIPELINE_RECEIPT_H
#define PIPELINE_RECEIPT_H

#include "pipeline/night.h"

/* Every receipt whose file is complete and whose sender is known.  A partner
 * whose profile expects none any more is waited for no longer. */
enum rc receipts_settle(struct night *n, struct err *e) MUST_CHECK;

#endif
