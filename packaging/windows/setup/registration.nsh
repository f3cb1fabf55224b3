; What Windows knows of the program: its entry under "Installed apps".

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\GatewayCompanion"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define SWITCHED_OFF_KEY "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

!macro REGISTRATION UN
Function ${UN}WriteRegistration
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "URLInfoAbout" "${PAGE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  ; _?= makes it wait and give its own exit code
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S _?=$INSTDIR'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  ${GetSize} "${WORK}" "/S=0K" $3 $1 $2
  IntOp $0 $0 - $3
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0
FunctionEnd
!macroend
!insertmacro REGISTRATION ""
!insertmacro REGISTRATION "un."

; $1: whether Task Manager has switched it off, which an odd first byte says.
Function IsSwitchedOff
  StrCpy $2 -2147483647 ; HKEY_CURRENT_USER
  ${If} $AllUsers == 1
    StrCpy $2 -2147483646 ; HKEY_LOCAL_MACHINE
  ${EndIf}
  System::Alloc 64
  Pop $3
  System::Call 'advapi32::RegGetValueW(p r2, w "${SWITCHED_OFF_KEY}", w "${NAME}", i 0x10008, p 0, p r3, *i 64) i .r1'
  ${If} $1 = 0
    System::Call "*$3(&i1 .r1)"
    IntOp $1 $1 & 1
  ${Else}
    StrCpy $1 0
  ${EndIf}
  System::Free $3
FunctionEnd

; The program's own settings write and read the very same value (app/platforms).
Function StartAtLogin
  WriteRegStr SHCTX "${RUN_KEY}" "${NAME}" '"$INSTDIR\${WINDOW}" --hidden'
  DeleteRegValue SHCTX "${SWITCHED_OFF_KEY}" "${NAME}"
FunctionEnd

Function DoNotStartAtLogin
  DeleteRegValue SHCTX "${RUN_KEY}" "${NAME}"
  DeleteRegValue SHCTX "${SWITCHED_OFF_KEY}" "${NAME}"
FunctionEnd
