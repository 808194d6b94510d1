#pragma once
#include <string>

bool hasUpper(const std::string &text);
bool hasBlank(const std::string &text);
