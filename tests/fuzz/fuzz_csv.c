/* Any bytes, as a CSV file. */
#define FUZZED csv_parser
#include "tests/fuzz/fuzz_parse.h"
