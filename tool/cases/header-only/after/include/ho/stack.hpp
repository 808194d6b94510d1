#ifndef HO_STACK_HPP
#define HO_STACK_HPP

#include <cstddef>
#include <vector>

namespace ho::containers {

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

}  // namespace ho::containers

#endif  // HO_STACK_HPP
