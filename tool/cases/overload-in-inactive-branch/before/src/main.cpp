#include "text.h"

int main() { return text::show(4) == text::show("4") && text::width() == 80 ? 0 : 1; }
