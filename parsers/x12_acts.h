/*
 * x12_acts -- what is done with the segments that an order (850) and a change
 * of one (860) have in common: rows for the table of each.  Which may stand
 * where is in guides/x12_850.guide and guides/x12_860.guide.
 */
#ifndef PARSERS_X12_ACTS_H
#define PARSERS_X12_ACTS_H

#include "parsers/x12_order.h"

/* clang-format off */
/* Before the lines. */
#define X12_HEAD_ACTS \
	{ "NTE", x12_head_msg }, \
	{ "CUR", x12_cur }, \
	{ "REF", x12_head_ref }, \
	{ "PER", x12_head_per }, \
	{ "FOB", x12_fob }, \
	{ "CSH", x12_csh }, \
	{ "SAC", x12_head_sac }, \
	{ "SAC/CUR", x12_cur }, \
	{ "ITA", x12_head_ita }, \
	{ "ITD", x12_itd }, \
	{ "DTM", x12_head_dtm }, \
	{ "LDT", x12_ldt }, \
	{ "PID", x12_head_pid }, \
	{ "TD5", x12_td5 }, \
	{ "TXI", x12_head_txi }, \
	{ "N9", x12_head_n9 }, \
	{ "N9/MTX", x12_head_msg }, \
	{ "N9/MSG", x12_head_msg }, \
	{ "N1", x12_n1 }, \
	{ "N1/N2", x12_n2 }, \
	{ "N1/N3", x12_n3 }, \
	{ "N1/N4", x12_n4 }, \
	{ "N1/REF", x12_party_ref }, \
	{ "N1/PER", x12_party_per }, \
	{ "N1/FOB", x12_fob }, \
	{ "N1/TD5", x12_td5 }, \
	{ "N1/MSG", x12_head_msg }, \
	{ "SPI/MSG", x12_head_msg }, \
	{ "SPI/MTX", x12_head_msg }, \
	{ "ADV/MTX", x12_head_msg }

/* Below one: "PO1" or "POC". */
#define X12_LINE_ACTS(line) \
	{ line "/LIN", x12_line_lin }, \
	{ line "/CUR", x12_line_cur }, \
	{ line "/CTP", x12_ctp }, \
	{ line "/CTP/CUR", x12_ctp_cur }, \
	{ line "/PID", x12_line_pid }, \
	{ line "/REF", x12_line_ref }, \
	{ line "/SAC", x12_line_sac }, \
	{ line "/SAC/CUR", x12_cur }, \
	{ line "/ITA", x12_line_ita }, \
	{ line "/SDQ", x12_sdq }, \
	{ line "/DTM", x12_line_dtm }, \
	{ line "/MSG", x12_line_msg }, \
	{ line "/MTX", x12_line_msg }, \
	{ line "/NTE", x12_line_msg }, \
	{ line "/TXI", x12_line_txi }, \
	{ line "/CSH", x12_line_terms }, \
	{ line "/CTB", x12_line_terms }, \
	{ line "/PO3", x12_line_terms }, \
	{ line "/IT8", x12_line_terms }, \
	{ line "/SLN", x12_line_terms }, \
	{ line "/SCH", x12_sch }, \
	{ line "/LS/LDT", x12_line_ldt }, \
	{ line "/N9", x12_line_n9 }, \
	{ line "/N9/MTX", x12_line_msg }, \
	{ line "/N9/MSG", x12_line_msg }, \
	{ line "/N1", x12_line_n1 }, \
	{ line "/N1/N3", x12_line_n3 }, \
	{ line "/N1/SCH", x12_sch }, \
	{ line "/N1/LDT", x12_line_ldt }, \
	{ line "/AMT", x12_line_amt }
/* clang-format on */

#endif
