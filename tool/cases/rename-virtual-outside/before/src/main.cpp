#include <exception>

struct BadValue : std::exception {
  const char *what() const noexcept override { return "bad value"; }
};

int main() { return BadValue().what()[0] == 'b' ? 0 : 1; }
