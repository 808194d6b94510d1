#pragma once

namespace cb::types {

typedef int (*Handler)(int value, void *context);
typedef Handler Table[2];

} // namespace cb::types
