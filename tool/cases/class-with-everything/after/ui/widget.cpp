#include "ui/widget.hpp"

#include <vector>

namespace ui::gfx {
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
std::string Widget::name() const { return label(impl->options.level); }
} // namespace ui::gfx
