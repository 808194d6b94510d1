#include "options.h"

#include "comparator_all.h"

Options::Options() : comparator(Bytewise()) {}
