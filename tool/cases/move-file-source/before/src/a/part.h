#pragma once

int part();
