#include "lay/lay.h"

bool lay::Rule::holds(const Page &page) const { return page.width > 70 || kind == Kind::Loose; }
