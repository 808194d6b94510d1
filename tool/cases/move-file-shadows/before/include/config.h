#pragma once
#define ANSWER 2
