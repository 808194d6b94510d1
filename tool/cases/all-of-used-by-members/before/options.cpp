#include "options.h"

#include "comparator.h"

Options::Options() : comparator(Bytewise()) {}
