#ifndef HO_HO_HPP
#define HO_HO_HPP

#include <cstddef>
#include <vector>

namespace ho {

template <typename T>
class Stack {
 public:
  void push(const T& value);
  std::size_t size() const { return values_.size(); }

 private:
  std::vector<T> values_;
};

template <typename T>
void Stack<T>::push(const T& value) {
  values_.push_back(value);
}

template <typename T>
std::size_t depth(const Stack<T>& stack) {
  return stack.size();
}

inline const char* name() {
  return "ho";
}

}  // namespace ho

#endif  // HO_HO_HPP
