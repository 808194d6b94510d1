#ifndef PLAIN_H
#define PLAIN_H
#include "tfile.h"

using namespace Tag;

#endif
