@echo off
rem Installs Gateway Companion for everybody on this computer, from the folder that this file lies in:
rem *Setup*.exe, and if they are there preseed.json and claude.reg. Run it as administrator or as SYSTEM (Intune).
rem Ends with the exit code of Setup.exe, or 9 where a file is missing or could not be put in its place.
setlocal
set "programs=%ProgramFiles%"
if defined ProgramW6432 set "programs=%ProgramW6432%"
rem pushd, as that folder may be a share
pushd "%~dp0"
set "setup="
for %%f in (*Setup*.exe) do set "setup=%%f"
if not defined setup (
    echo There is no Setup.exe in "%~dp0" 1>&2
    exit /b 9
)
rem Everybody may write where SYSTEM has its temporary files, and Setup runs what it unpacks there.
set "TEMP=%programs%\Gateway Companion Setup"
set "TMP=%TEMP%"
mkdir "%TEMP%" 2>nul
start "" /wait "%setup%" /S /ALLUSERS
set "code=%errorlevel%"
rmdir /s /q "%TEMP%" 2>nul
if not "%code%"=="0" exit /b %code%
if exist preseed.json (
    copy /y preseed.json "%programs%\Gateway Companion\preseed.json" >nul
    if errorlevel 1 exit /b 9
)
if exist claude.reg (
    reg import claude.reg >nul
    if errorlevel 1 exit /b 9
)
popd
exit /b 0
