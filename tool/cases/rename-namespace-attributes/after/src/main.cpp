#include <cstdio>

namespace __attribute__((visibility("default"))) sys { namespace /* hardware */ hw { // registers
namespace {
int hidden = 3;
} // namespace
extern "C" {
int low_level() { return hidden; }
}
inline namespace abi {
int level() { return ::sys::hw::low_level(); }
} // namespace abi
} /* hw */ }

int main() { std::printf("%d %d\n", sys::hw::level(), sys :: hw :: abi::level()); }
