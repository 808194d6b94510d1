namespace outer {
template <class T> int show(T value) { return static_cast<int>(value); }
namespace inner {
template <class T> int run(T value) { return show(value); }
} // namespace inner
} // namespace outer

int main() { return outer::inner::run(0); }
