#pragma once
#include <string>

bool hasDigit(const std::string &text);
