#pragma once

namespace text {

char lower(char c);
char upper(char c);
int words(const char *text);
int length(const char *text);

} // namespace text
