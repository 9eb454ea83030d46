/*
 * edifact_order -- one handler a segment and place: what it puts into the
 * order (edifact_order.c, edifact_parties.c, edifact_charges.c, edifact_scc.c)
 * or its lines (edifact_lines.c).
 *
 * A net price (5125 AAA) has the line's allowances and charges in it, which
 * UNCL says are then for information; so they are not listed again.  A gross
 * price (AAB) counts when there is no net one, with its allowances.
 */
#ifndef PARSERS_EDIFACT_ORDER_H
#define PARSERS_EDIFACT_ORDER_H

#include "parsers/edifact.h"
#include "parsers/edifact_codes.h"

struct edifact_place { /* of an element */
	struct slice where;
	int64_t segment; /* 0: not stated */
};

struct edifact_order {
	struct edifact *x;
	struct order order;
	bool change;                 /* ORDCHG */
	bool changes;                /* …or ORDERS that says it is one */
	struct slice number;         /* BGM 1004 */
	struct slice ordered;        /* RFF+ON */
	struct slice blanket;        /* RFF+BO */
	struct party *party;         /* the open NAD of a kept role */
	struct party *consignee;     /* NAD+CN, if there is one */
	bool both;                   /* NAD+BS seen */
	bool not_before;             /* said by something else than 10 */
	struct list *charges;        /* where the open ALC is the last; NULL */
	struct edifact_place charge; /* its ALC */
	struct decimal rate, many;   /* of its RTE, QTY */
	struct decimal per;          /* the rate is for so many … */
	struct slice rate_unit, many_unit;
	bool firm;                   /* the open SCC is no plan */
	bool early;                  /* PAT 22 is open, */
	int64_t early_days;          /* for who pays within so many */
	/* the open LIN */
	struct order_line *line;
	int net;         /* of its price: 0 none, 1 gross, 2 net */
	bool place_open; /* LOC+7 */
	struct decimal placed, dated;
	bool other_unit;       /* …of which some is in another unit */
	bool no_number;        /* its quantity is none: that is said */
	bool terms;            /* EDIFACT-LINE-TERMS was said */
	bool priced;           /* the last PRI says what we are paid */
	struct schedule *part; /* that QTY and DTM are about */
	/* sums */
	struct x12_seen line_ids; /* used once unordered */
	bool unordered;           /* 1082 did not only grow */
	int64_t last_id;
	int64_t lines;       /* LIN seen, sub-lines among them */
	bool summary;        /* UNS seen */
	struct decimal hash; /* sum of QTY+21 */
	struct edifact_place net_total, total;
};

edifact_handler edifact_bgm, edifact_dtm, edifact_pai, edifact_ali, edifact_ftx,
    edifact_rff, edifact_nad, edifact_nad_rff, edifact_cta, edifact_com,
    edifact_tax_moa, edifact_cux, edifact_pat, edifact_tod, edifact_tdt,
    edifact_alc, edifact_alc_qty, edifact_pcd, edifact_alc_moa, edifact_rte,
    edifact_scc, edifact_scc_qty, edifact_scc_dtm, edifact_uns, edifact_moa,
    edifact_cnt;
/* The segment as it stands: a note of the order, of the line. */
edifact_handler edifact_kept, edifact_line_kept;
/* …of the open line, or of the order if none was yet, or no longer. */
edifact_handler edifact_rest;
edifact_handler edifact_lin, edifact_pia, edifact_imd, edifact_qty,
    edifact_line_dtm, edifact_line_moa, edifact_line_ftx, edifact_pri,
    edifact_line_rff, edifact_loc, edifact_loc_qty, edifact_loc_dtm,
    edifact_tax, edifact_line_nad, edifact_line_alc, edifact_line_scc,
    edifact_line_scc_qty, edifact_line_scc_dtm;

/* …and that a person should look at it, once an order. */
void edifact_say_terms(struct edifact_order *c,
    const struct edifact_segment *s);

/* Small things that both files need. */
struct slice edifact_words(struct arena *a, struct slice p, struct slice q);
void edifact_note(struct arena *a, struct list *notes, struct slice text);

/* The decimal mark is a point or a comma, whatever UNA says.  NONE: it is
 * empty or no number. */
struct decimal edifact_number(struct edifact *x,
    const struct edifact_segment *s, unsigned i, unsigned j);
/* Digits, as slice_int. */
bool edifact_int(const struct edifact *x, struct slice v, int64_t *n);

void edifact_set_once(struct slice *where, struct slice v);
/* The ids of a NAD or LOC by what 3055 says: "edifact:92:WH1", "gln:…". */
struct slice edifact_party_id(struct edifact *x,
    const struct edifact_segment *s, unsigned element);
/* DTM: says what is wrong with the date. */
bool edifact_dates(struct edifact *x, const struct edifact_segment *s,
    day *from, day *to);
/* A 6411 as Rec 20. */
struct slice edifact_unit(struct edifact *x, const struct edifact_segment *s,
    unsigned i, unsigned j);
struct slice edifact_free_text(struct edifact *x,
    const struct edifact_segment *s);
struct slice edifact_told(struct edifact *x, const struct edifact_segment *s);
void edifact_keep_reference(struct edifact_order *c, struct slice qualifier,
    struct slice value, struct slice text);
/* Says that of a range its first day counts. */
void edifact_first_day(struct edifact_order *c,
    const struct edifact_segment *s);
/* Two pieces of one text: the first one is cut off where it is full. */
struct slice edifact_pieces(struct arena *a, struct slice text,
    struct slice last, struct slice next, size_t full);
void edifact_parties_done(struct edifact_order *c);
void edifact_line_done(struct edifact_order *c); /* the open line, if any */
void edifact_charge_done(struct edifact_order *c);

#endif
