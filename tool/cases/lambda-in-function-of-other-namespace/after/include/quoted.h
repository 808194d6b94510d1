#ifndef QUOTED_H
#define QUOTED_H

namespace lib::moved {
bool quoted(const char *text, int size);
}

#endif
