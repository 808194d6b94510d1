#pragma once
#define ANSWER 1
inline int answer_of_old() { return ANSWER; }
