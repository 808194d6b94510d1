#include <cstdio>

namespace doc {
struct Page {
  struct Caret {
    template <class T> explicit Caret(T at) : at(static_cast<int>(at)) {}
    ~Caret() { at = 0; }
    int at;
  };
  operator Caret() const { return Caret(3L); }
  Caret first() const;
};
Page::Caret Page::first() const { return Caret('a'); }

template <class T> struct Place {
  Place(T value) : value(value) {}
  T value;
};
template <> struct Place<char> {
  Place(char value) : value(value) {}
  ~Place() {}
  int value;
};
} // namespace doc

int main() {
  doc::Page::Caret cursor = doc::Page();
  std::printf("%d %d %d %d\n", cursor.at, doc::Page().first().at, doc::Place<int>(2).value,
              doc::Place<char>('b').value);
}
