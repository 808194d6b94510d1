#include "a.hpp"
#include <vector>
namespace old {
namespace {
int counter = 0;
std::string label(int depth) { return "w" + std::to_string(depth); }
} // namespace
struct Widget::Impl {
  Options options;
  std::vector<int> data;
};
Widget::Widget() : Widget(Defaults) {}
Widget::Widget(const Options &options) : impl(new Impl{options, {}}) { ++counter; }
Widget::~Widget() = default;
int Widget::count() { return counter; }
std::string Widget::name() const { return label(impl->options.depth); }
int other(Kind k) { using enum Kind; switch (k) { case A: return One; case B: return Two; } return 0; }
} // namespace old
