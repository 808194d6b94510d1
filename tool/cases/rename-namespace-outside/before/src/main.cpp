#include <utility>

struct Thing {};
namespace std {
template <> struct tuple_size<Thing> {
  static constexpr unsigned value = 0;
};
} // namespace std

int main() { return std::tuple_size<Thing>::value; }
