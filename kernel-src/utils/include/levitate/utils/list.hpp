// A doubly linked list whose links are inside the elements, so that it never allocates.
#pragma once
#include <cstddef>

namespace levitate::utils {

/// Derive from this to be put in a List. An element is in one list at a time; it unlinks in
/// constant time.
struct ListNode {
  ListNode *previous = nullptr;
  ListNode *next = nullptr;
  bool linked() const noexcept { return next != nullptr; }
};

/// T derives from ListNode. The list does not own its elements.
template <class T> class List {
  ListNode *first_ = nullptr;
  ListNode *last_ = nullptr;
  // The ends of the chain are marked by this node, so that a linked element has non-null links on
  // both sides.
  static constexpr ListNode *end_mark(List *list) noexcept {
    return reinterpret_cast<ListNode *>(list);
  }

public:
  bool empty() const noexcept { return first_ == nullptr; }
  T *front() const noexcept { return static_cast<T *>(first_); }

  void push_back(T &element) noexcept {
    ListNode *node = &element;
    node->previous = last_ != nullptr ? last_ : end_mark(this);
    node->next = end_mark(this);
    (last_ != nullptr ? last_->next : first_) = node;
    last_ = node;
  }
  void push_front(T &element) noexcept {
    ListNode *node = &element;
    node->next = first_ != nullptr ? first_ : end_mark(this);
    node->previous = end_mark(this);
    (first_ != nullptr ? first_->previous : last_) = node;
    first_ = node;
  }
  /// The element must be in this list.
  void remove(T &element) noexcept {
    ListNode *node = &element;
    ListNode *const mark = end_mark(this);
    (node->previous != mark ? node->previous->next : first_) = node->next;
    (node->next != mark ? node->next->previous : last_) = node->previous;
    if (first_ == mark)
      first_ = nullptr;
    if (last_ == mark)
      last_ = nullptr;
    node->previous = node->next = nullptr;
  }
  T *pop_front() noexcept {
    T *element = front();
    if (element != nullptr)
      remove(*element);
    return element;
  }
  /// The element after `element`, or null at the end.
  T *after(const T &element) noexcept {
    ListNode *next = static_cast<const ListNode &>(element).next;
    return next == end_mark(this) ? nullptr : static_cast<T *>(next);
  }
};

} // namespace levitate::utils
