#include "new/page.h"

#include <string>

using namespace book;
using std::string;
namespace strings = text;

int print::Page::size() const {
  const string words = "page";
  const strings::String name = this->name();
  return static_cast<int>(words.size()) + strings::length(name);
}

text::String print::Page::name() const { return {3}; }
