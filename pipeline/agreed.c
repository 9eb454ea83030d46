#include "parsers/parser.h"
#include "pipeline/agreed.h"

/* Does the entry agree on more than which messages? */
static bool
has_layout(const struct receives *r)
{
	return (slice_is(r->format, "csv") &&
	    (csv_map_given(&r->csv) || r->csv.units.n > 0));
}

void
agreed_options(const struct partner *partner, bool no_secret, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct parse_options options;

	if (partner == NULL)
		return;
	shape_init(&parse_options_shape, &options);
	for (size_t i = 0; i < partner->receive.n; i++) {
		const struct receives *r = LIST_AT(&partner->receive,
		    struct receives, i);

		if (has_layout(r))
			*LIST_PUSH(&a, &options.csv, struct csv_map) = r->csv;
	}
	options.guides = partner->guides;
	options.no_secret = no_secret && partner->shared_secret_file.n > 0;
	if (options.csv.n > 0 || options.guides.n > 0 || options.no_secret)
		shape_encode(&parse_options_shape, &options, out);
	INVARIANT(!out->failed);
	arena_free(&a);
}
