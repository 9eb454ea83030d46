/* Any bytes as an EDIFACT file, and each character set by itself. */
#include "parsers/edifact_charset.h"
#include "parsers/parser.h"

#define FUZZED edifact_parser
#include "tests/fuzz/fuzz_parse.h"
