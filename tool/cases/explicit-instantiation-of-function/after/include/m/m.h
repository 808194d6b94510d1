#pragma once
namespace m {
inline int other() { return 3; }
}
