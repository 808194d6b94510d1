#pragma once

extern "C" int plug_open(int number);
extern "C" int plug_level;
