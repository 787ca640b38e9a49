@echo off
rem Opens the dashboard by a double click: installs what is missing, then starts it.
rem With a folder wheels\ (made by "make wheels") it needs no network.
setlocal
chcp 65001 >nul
cd /d "%~dp0"

if exist .venv\Scripts\python.exe goto installer
set "PYTHON=python"
where py >nul 2>nul && set "PYTHON=py -3"
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 (
    echo Python 3.11 ou plus récent est nécessaire : installez-le, puis recommencez.
    goto echec
)
%PYTHON% -m venv .venv
if errorlevel 1 (
    echo L'environnement Python n'a pas pu être créé dans ce dossier.
    goto echec
)

:installer
fc /b requirements.txt .venv\requirements.txt >nul 2>nul
if not errorlevel 1 goto lancer
echo Installation (la première fois, quelques minutes)...
set "SOURCE="
if exist wheels\ set "SOURCE=--no-index --find-links wheels"
.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check %SOURCE% -r requirements.txt
if errorlevel 1 (
    echo L'installation a échoué : vérifiez le réseau, ou placez le dossier « wheels » à côté de ce fichier.
    goto echec
)
copy /y requirements.txt .venv\requirements.txt >nul

:lancer
echo Le tableau de bord s'ouvre dans votre navigateur. Pour l'arrêter : Ctrl+C ici, ou fermez cette fenêtre.
set "TNE_ACCES=poste"
.venv\Scripts\python.exe -m streamlit run app.py --server.headless false --server.showEmailPrompt false %*
if not errorlevel 1 exit /b 0

:echec
pause
exit /b 1
