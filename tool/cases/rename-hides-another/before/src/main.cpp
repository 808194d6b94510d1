int work(long) { return 0; }

namespace inner {
int helper(int) { return 1; }
int run() { return work(5L); }
} // namespace inner

int main() { return inner::run() + inner::helper(0) - 1; }
