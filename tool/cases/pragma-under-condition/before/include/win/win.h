#pragma once

#include <string>

#if defined(_MSC_VER)
#pragma warning(push)
#pragma warning(disable : 4251)
#endif

namespace win {

class Window {
public:
  std::string title = "w";
};

class Screen {
public:
  std::string name = "s";
};

} // namespace win

#if defined(_MSC_VER)
#pragma warning(pop)
#endif
