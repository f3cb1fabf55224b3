@echo off
rem Removes what install-windows.cmd has installed. Run it as administrator or as SYSTEM (Intune), after each person's setup
rem was undone. Ends with the exit code of the uninstaller, or 0 where there is none. preseed.json and claude.reg's values stay.
setlocal
set "programs=%ProgramFiles%"
if defined ProgramW6432 set "programs=%ProgramW6432%"
set "folder=%programs%\Gateway Companion"
if not exist "%folder%\uninstall.exe" exit /b 0
rem Everybody may write where SYSTEM has its temporary files, and the uninstaller runs what it unpacks there.
set "TEMP=%programs%\Gateway Companion Setup"
set "TMP=%TEMP%"
mkdir "%TEMP%" 2>nul
start "" /wait "%folder%\uninstall.exe" /S _?=%folder%
set "code=%errorlevel%"
rmdir /s /q "%TEMP%" 2>nul
exit /b %code%
