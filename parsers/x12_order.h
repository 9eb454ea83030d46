/*
 * x12_order -- one handler a segment and place: what it puts into the order
 * (x12_order.c), its dates (x12_dates.c), charges and terms (x12_charges.c),
 * parties (x12_parties.c), notes and references (x12_notes.c), or its lines
 * (x12_lines.c).  x12_850.c knows the places and calls them.
 */
#ifndef PARSERS_X12_ORDER_H
#define PARSERS_X12_ORDER_H

#include "parsers/x12.h"

struct x12_place { /* of an element */
	struct slice where;
	int64_t segment;
};
struct x12_place x12_here(const struct x12 *x, const struct x12_segment *s,
    unsigned element);
/* A finding about an earlier segment. */
void x12_fault_at(struct x12 *x, const char *code, struct x12_place at,
    const char *tag, const char *element, const char *text);

/* The state of an 850; that of an 860 begins with it. */
struct x12_850 {
	struct x12 *x;
	struct order order;
	struct order_line *line;  /* the open PO1 or POC, or NULL */
	struct party *party;      /* the open N1 of a kept role */
	size_t other;             /* …of another: its reference, from 1 */
	size_t told;              /* segments of its address, beyond one */
	struct slice place;       /* the open N1 ST of a line, by its name */
	struct x12_seen line_ids; /* used once unordered */
	bool unordered;           /* PO101 did not only grow */
	int64_t last_id;
	int64_t lines;               /* PO1 seen */
	struct decimal hash;         /* sum of PO102 */
	struct decimal split, dated; /* SDQ, SCH of the line; NONE */
	bool split_other;            /* …in another unit than the line's */
	bool dated_other;
	bool no_number;    /* its quantity is none: that is said */
	char unit_code[2]; /* the last one, and what it means */
	struct slice unit;
	struct x12_place net, total; /* where they are stated; 0: not */
	bool header;                 /* BEG seen */
	bool both;                   /* N1 BS seen */
	bool sold_to;                /* N1 SO stands for the buyer */
	bool not_before;             /* said by something else than 010 */
	bool change;                 /* an 860: its lines are POC */
	bool terms;                  /* X12-LINE-TERMS was said */
	struct slice discount;       /* the ITD whose discount is kept */
	bool priced;                 /* the last CTP says what we are paid */
	bool by_ctp;                 /* …and that of the line is of one */
	bool counted;                /* CTT seen */
};

x12_handler x12_beg, x12_cur, x12_head_ref, x12_head_per, x12_fob, x12_csh,
    x12_head_sac, x12_head_ita, x12_itd, x12_head_dtm, x12_ldt, x12_head_pid,
    x12_td5, x12_rest, x12_line_told, x12_line_terms, x12_head_txi, x12_head_n9,
    x12_head_msg, x12_n1, x12_n2, x12_n3, x12_n4, x12_party_ref, x12_party_per;
x12_handler x12_po1, x12_line_lin, x12_line_cur, x12_ctp, x12_ctp_cur,
    x12_line_pid, x12_line_ref, x12_line_sac, x12_line_ita, x12_sdq, x12_sch,
    x12_line_dtm, x12_line_txi, x12_line_n9, x12_line_msg, x12_line_n1,
    x12_line_n3, x12_line_amt, x12_line_ldt;
x12_handler x12_ctt, x12_total_amt;

/* Small things that these files need. */
struct slice x12_words(struct x12_850 *c, struct slice a, struct slice b);
/* REF03, and the references of REF04 behind it. */
struct slice x12_ref_text(struct x12_850 *c, const struct x12_segment *s);
struct slice x12_identifier(struct x12_850 *c, struct slice qualifier,
    struct slice id);
void x12_set_once(struct slice *where, struct slice v);
void x12_note(struct x12_850 *c, struct list *notes, struct slice text);
/* `first` and the elements of a segment. */
struct slice x12_with_elements(struct x12_850 *c, struct slice first,
    const struct x12_segment *s);
/* A note: what the model has no place for, as it stands. */
void x12_tell(struct x12_850 *c, struct list *notes,
    const struct x12_segment *s);
struct reference *x12_keep_reference(struct x12_850 *c, struct slice qualifier,
    struct slice value, struct slice text);
bool x12_days(struct x12_850 *c, const struct x12_segment *s, day *from,
    day *to);
day x12_date_of(const struct x12_850 *c, struct slice s);
void x12_take_sac(struct x12_850 *c, struct list *to,
    const struct x12_segment *s);
void x12_take_ita(struct x12_850 *c, struct list *to,
    const struct x12_segment *s);

/* …and both kinds of lines, all about the open one. */
bool x12_open_line(struct x12_850 *c, const struct x12_segment *s);
struct slice x12_unit_of(struct x12_850 *c, const struct x12_segment *s,
    unsigned i);
void x12_take_price(struct x12_850 *c, const struct x12_segment *s,
    unsigned price, unsigned basis);
void x12_take_items(struct x12_850 *c, const struct x12_segment *s,
    unsigned first, unsigned last);
void x12_check_line_id(struct x12_850 *c, const struct x12_segment *s);
/* N103 and N104 as identifiers, in all the ways they are looked up by. */
void x12_take_ids(struct x12 *x, struct list *ids, const struct x12_segment *s);

/* What its SDQ, else its SCH come to; none: nothing, or in several units. */
struct decimal x12_parts_sum(const struct x12_850 *c);
void x12_parties_done(struct x12_850 *c);
void x12_line_done(struct x12_850 *c); /* the open line, if any */
void x12_sums(struct x12_850 *c);      /* when the order is complete */

#endif
