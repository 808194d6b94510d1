#pragma once

extern "C" int plug_close(int number);
