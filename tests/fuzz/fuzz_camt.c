/* Any bytes, as a bank statement. */
#define FUZZED camt_parser
#include "tests/fuzz/fuzz_parse.h"
