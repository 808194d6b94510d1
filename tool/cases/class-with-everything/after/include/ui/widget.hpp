#pragma once
#include <memory>
#include <string>

namespace ui::gfx {
/// The widget.
class [[nodiscard]] Widget {
public:
  struct Options { int level = 2; };
  Widget();
  explicit Widget(const Options &options);
  ~Widget();
  static int count();
  std::string name() const;
private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};
inline constexpr Widget::Options Defaults{.level = 5};
} // namespace ui::gfx
