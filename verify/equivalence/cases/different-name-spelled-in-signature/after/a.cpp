namespace std_ { template <bool Test, typename T> struct enable_if {}; template <typename T> struct enable_if<true, T> { using type = T; }; }
namespace lib {
namespace traits {
template <typename T> struct IsNumber { static constexpr bool value = false; };
template <> struct IsNumber<int> { static constexpr bool value = true; };
}
namespace others {
template <typename T> struct IsNumber { static constexpr bool value = false; };
template <> struct IsNumber<int> { static constexpr bool value = true; };
}

class Text {
public:
  template <typename T, typename std_::enable_if<lib::others::IsNumber<T>::value, int>::type = 0> Text(T *) : size(sizeof(T)) {}
  template <typename T> typename std_::enable_if<others::IsNumber<T>::value, bool>::type holds(T) {
    static int count;
    auto more = [](int by) { static int calls; count += by; return ++calls; };
    return more(2) == 1;
  }
  int size;
};
}
bool use(int *value) { lib::Text text(value); return text.holds(text.size); }
