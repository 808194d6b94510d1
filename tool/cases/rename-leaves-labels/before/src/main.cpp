#include <cstdio>

int retry(int times) { return times; }

int run(int count) {
retry:
  if (--count > 0)
    goto retry;
  return count;
}

int shadowing(int retry) { return retry + ::retry(1); }

int main() {
  struct Local {
    int retry = 3;
  };
  std::printf("%d %d %d %d\n", run(3), shadowing(2), Local().retry, retry(9));
}
