#include "show.h"

namespace text {

std::string show(const char* value) { return value; }

std::string show(int value) { return std::to_string(value); }

#ifdef TEXT_WITH_LONG
std::string show(long value) { return std::to_string(value); }
#endif

} // namespace text
