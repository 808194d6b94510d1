#pragma once
#include <string>    // std::string: what is printed

std::string printed(int x);
