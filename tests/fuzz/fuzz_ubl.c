/* Any bytes, as a UBL file. */
#define FUZZED ubl_parser
#include "tests/fuzz/fuzz_parse.h"
