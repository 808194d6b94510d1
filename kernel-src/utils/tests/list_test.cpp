#include "levitate/utils/list.hpp"

#include <catch2/catch_test_macros.hpp>

using levitate::utils::List;
using levitate::utils::ListNode;

namespace {
struct Item : ListNode {
  int value = 0;
  explicit Item(int v) : value(v) {}
};
} // namespace

TEST_CASE("elements come out in order and leave from anywhere") {
  Item a(1), b(2), c(3);
  List<Item> list;
  CHECK(list.empty());
  list.push_back(b);
  list.push_back(c);
  list.push_front(a);
  CHECK(list.front() == &a);
  CHECK(list.after(a) == &b);
  CHECK(list.after(c) == nullptr);
  list.remove(b);
  CHECK_FALSE(b.linked());
  CHECK(list.after(a) == &c);
  CHECK(list.pop_front() == &a);
  CHECK(list.pop_front() == &c);
  CHECK(list.pop_front() == nullptr);
  CHECK(list.empty());
}
