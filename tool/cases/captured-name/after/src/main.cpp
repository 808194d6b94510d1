#include "app.h"
#include "report.h"

#include <cstdio>

int main() { std::printf("%d\n", app::v2::Report().line.length); }
