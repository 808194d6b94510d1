#include <cstdio>

namespace doc {
struct Page {
  struct Cursor {
    template <class T> explicit Cursor(T at) : at(static_cast<int>(at)) {}
    ~Cursor() { at = 0; }
    int at;
  };
  operator Cursor() const { return Cursor(3L); }
  Cursor first() const;
};
Page::Cursor Page::first() const { return Cursor('a'); }

template <class T> struct Slot {
  Slot(T value) : value(value) {}
  T value;
};
template <> struct Slot<char> {
  Slot(char value) : value(value) {}
  ~Slot() {}
  int value;
};
} // namespace doc

int main() {
  doc::Page::Cursor cursor = doc::Page();
  std::printf("%d %d %d %d\n", cursor.at, doc::Page().first().at, doc::Slot<int>(2).value,
              doc::Slot<char>('b').value);
}
