#!/bin/sh
# Opens the dashboard by a double click or a command: installs what is missing, then starts it.
# With a folder wheels/ (made by `make wheels`) it needs no network.
set -eu
cd "$(dirname "$0")"

stop() {
    echo "$1" >&2
    # A window opened by a double click would close before one could read.
    if [ -t 0 ]; then printf 'Appuyez sur Entrée pour fermer. ' >&2; read -r _ || true; fi
    exit 1
}

python=${PYTHON:-python3}
command -v "$python" >/dev/null || stop "Python 3.11 ou plus récent est nécessaire : installez-le, puis recommencez."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 ou plus récent est nécessaire ; ici : $("$python" --version)."

# Copied from another computer, an environment finds no Python; left half made, no pip.
if ! .venv/bin/python -c "import pip" 2>/dev/null; then
    "$python" -m venv --clear .venv ||
        stop "L'environnement Python n'a pas pu être créé (sous Debian : « sudo apt install python3-venv »)."
fi

if ! cmp -s requirements.txt .venv/requirements.txt; then
    echo "Installation : une à trois minutes la première fois. Rien d'autre ne s'affiche pendant ce temps…"
    source=""
    if [ -d wheels ]; then source="--no-index --find-links wheels"; fi
    # shellcheck disable=SC2086 # two options or none
    .venv/bin/python -m pip install --quiet --disable-pip-version-check $source -r requirements.txt ||
        stop "L'installation a échoué : vérifiez le réseau, ou placez le dossier « wheels » à côté de ce fichier."
    cp requirements.txt .venv/requirements.txt
fi

echo "Le tableau de bord s'ouvre dans votre navigateur. Pour l'arrêter : Ctrl+C ici, ou fermez cette fenêtre."
TNE_ACCES=poste exec .venv/bin/python -m streamlit run app.py --server.headless false --server.showEmailPrompt false "$@"
