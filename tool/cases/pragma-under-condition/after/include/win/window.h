#pragma once

#include <string>

namespace win {

#if defined(_MSC_VER)
#pragma warning(push)
#pragma warning(disable : 4251)
#endif
class Window {
public:
  std::string title = "w";
};
#if defined(_MSC_VER)
#pragma warning(pop)
#endif

} // namespace win
