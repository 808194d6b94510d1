#include <cstdio>

namespace __attribute__((visibility("default"))) sys { namespace /* hardware */ low { // registers
namespace {
int hidden = 3;
} // namespace
extern "C" {
int low_level() { return hidden; }
}
inline namespace abi {
int level() { return ::sys::low::low_level(); }
} // namespace abi
} /* low */ }

int main() { std::printf("%d %d\n", sys::low::level(), sys :: low :: abi::level()); }
