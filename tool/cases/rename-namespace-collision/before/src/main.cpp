namespace left {
struct Node {
  int value = 1;
};
} // namespace left

namespace right {
struct Node {
  int value = 2;
};
} // namespace right

int main() { return left::Node().value + right::Node().value - 3; }
